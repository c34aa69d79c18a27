// One subscription, once a week, with its pipelines in Azure DevOps.
using '../main.bicep'

param image = 'contoso.azurecr.io/aml-maturity-audit:0.1.0'
param registryServer = 'contoso.azurecr.io'
param schedule = '0 3 * * 1'
param subscriptions = [
  '00000000-0000-0000-0000-000000000000'
]
param devopsOrganizations = [
  'https://dev.azure.com/contoso'
]
