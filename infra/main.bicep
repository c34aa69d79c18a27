// A scheduled audit: a container on a schedule, its identity, where it keeps history and reports, and who is told
// when it fails. Writes nothing outside its own resource group. See docs/operate.md.
//   az deployment group create --resource-group RG --template-file infra/main.bicep \
//     --parameters infra/examples/one-subscription.bicepparam
targetScope = 'resourceGroup'

@description('Where the resources are.')
param location string = resourceGroup().location

@description('What the names of the resources begin with.')
@minLength(3)
@maxLength(16)
param prefix string = 'aml-maturity'

@description('The image, with its tag, or better with its digest: REGISTRY/aml-maturity-audit@sha256:….')
param image string

@description('Login server of the Azure container registry to pull from with the identity, which needs AcrPull there. Empty: a registry that asks for none.')
param registryServer string = ''

@description('When to run, as a cron expression in UTC.')
param schedule string = '0 3 * * 1'

@description('Format of date(1) for the id of a run. All shards of a run have to find the same; two runs must not.')
param runIdFormat string = '%Y%m%d'

@description('In how many parts, one job each, the workspaces are read at the same time.')
@minValue(1)
@maxValue(20)
param shards int = 1

@description('Subscriptions to audit, by id. Empty, and no management group: every one that the identity sees.')
param subscriptions array = []

@description('Audit the subscriptions below this management group instead.')
param managementGroup string = ''

@description('Azure DevOps organizations to read pipelines from; the identity has to be a user there.')
param devopsOrganizations array = []

@description('Other options, by variable: { AML_MATURITY_AUDIT_EDITION: \'2025-10\' }. No secrets.')
param options object = {}

@description('Where to tell what changed; see docs/notifying.md. Empty: nowhere.')
param notificationUrl string = ''

@description('Identifier of the Key Vault secret that signs notifications; the identity needs Key Vault Secrets User on it.')
param notificationSecretUri string = ''

@description('Identifier of the Key Vault secret that pseudonyms in masked reports are made with, so that reports of several runs agree; as above. Empty: each run has a key of its own.')
param maskKeySecretUri string = ''

@description('After how many seconds a job is ended.')
@minValue(300)
@maxValue(86400)
param timeoutSeconds int = 7200

@description('Processor cores of a job.')
param cpu string = '0.5'

@description('Memory of a job; Container Apps wants 2 Gi for each core.')
param memory string = '1Gi'

@description('Days for which deleted history and reports can be brought back.')
@minValue(7)
@maxValue(365)
param softDeleteDays int = 30

@description('Days that logs are kept.')
@minValue(30)
@maxValue(730)
param logDays int = 30

@description('Subnet for the job, delegated to Microsoft.App/environments, so that private endpoints can be reached. Empty: none.')
param subnetId string = ''

@description('Subnets that may reach the storage account, each with the service endpoint Microsoft.Storage. Empty: any network, with a role.')
param storageSubnetIds array = []

@description('Action groups to tell of failed and incomplete runs.')
param actionGroupIds array = []

@description('Also tell when two days went by without a good run. For schedules that run every day.')
param alertOnMissedRun bool = false

var storageName = take('${replace(toLower(prefix), '-', '')}${uniqueString(resourceGroup().id)}', 24)

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${prefix}-identity'
  location: location
}

resource logs 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: '${prefix}-logs'
  location: location
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    retentionInDays: logDays
    features: {
      disableLocalAuth: true
    }
  }
}

module storage 'storage.bicep' = {
  name: '${prefix}-storage'
  params: {
    location: location
    name: storageName
    principalId: identity.properties.principalId
    softDeleteDays: softDeleteDays
    subnetIds: storageSubnetIds
  }
}

var inSubnet = {
  infrastructureSubnetId: subnetId
  internal: true
}

resource apps 'Microsoft.App/managedEnvironments@2024-03-01' = {
  name: '${prefix}-environment'
  location: location
  properties: {
    appLogsConfiguration: {
      destination: 'azure-monitor'
    }
    vnetConfiguration: empty(subnetId) ? null : inSubnet
    workloadProfiles: [
      {
        name: 'Consumption'
        workloadProfileType: 'Consumption'
      }
    ]
  }
}

resource toLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-logs'
  scope: apps
  properties: {
    workspaceId: logs.id
    logs: [
      {
        category: 'ContainerAppConsoleLogs'
        enabled: true
      }
      {
        category: 'ContainerAppSystemLogs'
        enabled: true
      }
    ]
  }
}

var named = [
  {
    name: 'AZURE_CLIENT_ID'
    value: identity.properties.clientId
  }
  {
    name: 'AML_MATURITY_AUDIT_AUTH'
    value: 'managed-identity'
  }
  {
    name: 'AML_MATURITY_AUDIT_HISTORY'
    value: storage.outputs.history
  }
  {
    name: 'AML_MATURITY_AUDIT_REPORTS'
    value: storage.outputs.reports
  }
  {
    name: 'AML_MATURITY_AUDIT_STRICT'
    value: 'true'
  }
  {
    name: 'AML_MATURITY_AUDIT_LOG_FORMAT'
    value: 'json'
  }
  {
    name: 'AML_MATURITY_AUDIT_SUBSCRIPTION'
    value: empty(managementGroup) ? join(subscriptions, ',') : ''
  }
  {
    name: 'AML_MATURITY_AUDIT_MANAGEMENT_GROUP'
    value: managementGroup
  }
  {
    name: 'AML_MATURITY_AUDIT_DEVOPS_ORGANIZATION'
    value: join(devopsOrganizations, ',')
  }
  {
    name: 'AML_MATURITY_AUDIT_NOTIFICATION_URL'
    value: notificationUrl
  }
  {
    name: 'RUN_ID_FORMAT'
    value: runIdFormat
  }
]
var others = [for one in items(options): {
  name: one.key
  value: one.value
}]

// One job per shard: Container Apps tells a replica no index of its own, so each job is told its part.
module jobs 'job.bicep' = [for index in range(1, shards): {
  name: '${prefix}-audit-${index}'
  params: {
    location: location
    name: '${prefix}-audit-${index}'
    environmentId: apps.id
    identityId: identity.id
    image: image
    registryServer: registryServer
    schedule: schedule
    timeoutSeconds: timeoutSeconds
    cpu: cpu
    memory: memory
    notificationSecretUri: notificationSecretUri
    maskKeySecretUri: maskKeySecretUri
    variables: concat(named, others, [
      {
        name: 'AML_MATURITY_AUDIT_SHARD'
        value: '${index}/${shards}'
      }
    ])
  }
  dependsOn: [
    toLogs
  ]
}]

module alerts 'alerts.bicep' = {
  name: '${prefix}-alerts'
  params: {
    location: location
    prefix: prefix
    logsId: logs.id
    shards: shards
    actionGroupIds: actionGroupIds
    alertOnMissedRun: alertOnMissedRun
  }
  dependsOn: [
    toLogs
  ]
}

@description('Object id of the identity, for role.bicep.')
output principalId string = identity.properties.principalId

@description('Client id of the identity, to add it to Azure DevOps.')
output clientId string = identity.properties.clientId

@description('Where the history is.')
output historyUri string = storage.outputs.history

@description('Where the reports are, in DATE/RUN.')
output reportsUri string = storage.outputs.reports
