// One scheduled job: one shard of the audit.
@description('Where the job is.')
param location string

@description('Its name.')
param name string

@description('Id of the Container Apps environment.')
param environmentId string

@description('Id of the user-assigned identity.')
param identityId string

@description('The image.')
param image string

@description('Login server to pull from with the identity; empty: none.')
param registryServer string

@description('Cron expression in UTC.')
param schedule string

@description('After how many seconds it is ended.')
param timeoutSeconds int

@description('Processor cores.')
param cpu string

@description('Memory.')
param memory string

@description('What the audit starts by: name and value each; no secrets.')
param variables array

@description('Identifier of the Key Vault secret that signs notifications; empty: none.')
param notificationSecretUri string

@description('Identifier of the Key Vault secret that pseudonyms in masked reports are made with; empty: none.')
param maskKeySecretUri string

var signed = [
  {
    name: 'AML_MATURITY_AUDIT_NOTIFICATION_SECRET'
    secretRef: 'notification'
  }
]
var masked = [
  {
    name: 'AML_MATURITY_AUDIT_MASK_KEY'
    secretRef: 'mask-key'
  }
]
var secretVariables = concat(empty(notificationSecretUri) ? [] : signed, empty(maskKeySecretUri) ? [] : masked)
var notification = [
  {
    name: 'notification'
    keyVaultUrl: notificationSecretUri
    identity: identityId
  }
]
var maskKey = [
  {
    name: 'mask-key'
    keyVaultUrl: maskKeySecretUri
    identity: identityId
  }
]
var fromVault = concat(empty(notificationSecretUri) ? [] : notification, empty(maskKeySecretUri) ? [] : maskKey)
var fromRegistry = [
  {
    server: registryServer
    identity: identityId
  }
]

resource job 'Microsoft.App/jobs@2024-03-01' = {
  name: name
  location: location
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    environmentId: environmentId
    workloadProfileName: 'Consumption'
    configuration: {
      triggerType: 'Schedule'
      scheduleTriggerConfig: {
        cronExpression: schedule
        parallelism: 1
        replicaCompletionCount: 1
      }
      replicaRetryLimit: 1
      replicaTimeout: timeoutSeconds
      registries: empty(registryServer) ? [] : fromRegistry
      secrets: fromVault
    }
    template: {
      containers: [
        {
          name: 'audit'
          image: image
          // The shell gives the shards of a run the id that they have in common.
          command: [
            '/bin/sh'
            '-c'
            'AML_MATURITY_AUDIT_RUN_ID=scheduled-$(date -u "+$RUN_ID_FORMAT") exec aml-maturity-audit audit'
          ]
          env: concat(variables, secretVariables)
          resources: {
            cpu: json(cpu)
            memory: memory
          }
        }
      ]
    }
  }
}
