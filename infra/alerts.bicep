// Who is told, and when: a run that failed or is incomplete, and, for daily schedules, one that did not happen.
@description('Where the rules are.')
param location string

@description('What the names begin with.')
param prefix string

@description('Id of the Log Analytics workspace.')
param logsId string

@description('How many jobs have to end well.')
param shards int

@description('Action groups to tell.')
param actionGroupIds array

@description('Also tell when two days went by without a good run.')
param alertOnMissedRun bool

// A run says itself how it ended. One that was stopped cannot, nor one that never started: of those the
// system's log tells, whose Type is a severity (learn.microsoft.com, "ContainerAppSystemLogs").
var failures = '''
union isfuzzy=true
  (ContainerAppConsoleLogs
    | extend said = parse_json(Log) | where said.event == "ended" and toint(said.exitCode) != 0
    | project TimeGenerated, what = strcat(tostring(said.job), ": exit code ", tostring(said.exitCode), ", ", tostring(said.message))),
  (ContainerAppSystemLogs
    | where column_ifexists("JobName", "") startswith "PREFIX-audit-"
    | where Type == "Warning" or Reason in ("BackoffLimitExceeded", "DeadlineExceeded", "OOMKilled")
    | project TimeGenerated, what = Log)
'''
var good = '''
ContainerAppConsoleLogs
  | extend said = parse_json(Log) | where said.event == "ended" and toint(said.exitCode) == 0
  | distinct job = tostring(said.job)
'''

resource failed 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = {
  name: '${prefix}-failed'
  location: location
  kind: 'LogAlert'
  properties: {
    displayName: 'A maturity audit failed or is incomplete'
    description: 'Its logs say why; exit codes are in docs/commands.md, what to do in docs/troubleshooting.md.'
    severity: 2
    enabled: true
    scopes: [
      logsId
    ]
    evaluationFrequency: 'PT1H'
    windowSize: 'PT2H'
    skipQueryValidation: true
    criteria: {
      allOf: [
        {
          query: replace(failures, 'PREFIX', prefix)
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
        }
      ]
    }
    autoMitigate: false
    actions: {
      actionGroups: actionGroupIds
    }
  }
}

resource missed 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = if (alertOnMissedRun) {
  name: '${prefix}-missed'
  location: location
  kind: 'LogAlert'
  properties: {
    displayName: 'No good maturity audit for two days'
    description: 'Fewer jobs than there are shards ended well.'
    severity: 2
    enabled: true
    scopes: [
      logsId
    ]
    evaluationFrequency: 'P1D'
    windowSize: 'P2D'
    skipQueryValidation: true
    criteria: {
      allOf: [
        {
          query: good
          timeAggregation: 'Count'
          operator: 'LessThan'
          threshold: shards
        }
      ]
    }
    autoMitigate: false
    actions: {
      actionGroups: actionGroupIds
    }
  }
}
