// Workspaces behind private endpoints: the job runs in a subnet of their network.
using '../main.bicep'

param image = 'contoso.azurecr.io/aml-maturity-audit:0.1.0'
param registryServer = 'contoso.azurecr.io'
param subscriptions = [
  '00000000-0000-0000-0000-000000000000'
]
param subnetId = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/network/providers/Microsoft.Network/virtualNetworks/ml/subnets/audit'
param storageSubnetIds = [
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/network/providers/Microsoft.Network/virtualNetworks/ml/subnets/audit'
]
