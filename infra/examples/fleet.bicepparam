// Everything below a management group, every night, in four shards; a webhook is told what changed.
using '../main.bicep'

param image = 'contoso.azurecr.io/aml-maturity-audit:0.1.0'
param registryServer = 'contoso.azurecr.io'
param schedule = '0 2 * * *'
param shards = 4
param managementGroup = 'ml-landing-zones'
param notificationUrl = 'https://hooks.contoso.example/maturity'
param notificationSecretUri = 'https://contoso-vault.vault.azure.net/secrets/maturity-webhook'
param maskKeySecretUri = 'https://contoso-vault.vault.azure.net/secrets/maturity-mask-key'
param alertOnMissedRun = true
param actionGroupIds = [
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/monitoring/providers/Microsoft.Insights/actionGroups/platform'
]
