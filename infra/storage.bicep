// Where history and reports are kept: no keys, nothing public, and one identity that may write to one container.
@description('Where the account is.')
param location string

@description('Name of the account.')
param name string

@description('Object id of the identity that writes them.')
param principalId string

@description('Days for which deleted files can be brought back.')
param softDeleteDays int

@description('Subnets that may reach the account; empty: any network, with a role.')
param subnetIds array

// Storage Blob Data Contributor: the one right to write, on the one container.
var blobContributor = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'ba92f5b4-2d11-453d-a403-e96b0029c9fe')

resource storage 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: name
  location: location
  kind: 'StorageV2'
  sku: {
    name: 'Standard_ZRS'
  }
  properties: {
    isHnsEnabled: true
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    allowCrossTenantReplication: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: 'Enabled'
    networkAcls: {
      bypass: 'None'
      defaultAction: empty(subnetIds) ? 'Allow' : 'Deny'
      virtualNetworkRules: [for subnet in subnetIds: {
        id: subnet
        action: 'Allow'
      }]
    }
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2023-05-01' = {
  parent: storage
  name: 'default'
  properties: {
    deleteRetentionPolicy: {
      enabled: true
      days: softDeleteDays
    }
    containerDeleteRetentionPolicy: {
      enabled: true
      days: softDeleteDays
    }
  }
}

resource container 'Microsoft.Storage/storageAccounts/blobServices/containers@2023-05-01' = {
  parent: blobs
  name: 'maturity'
  properties: {
    publicAccess: 'None'
  }
}

resource writes 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(container.id, principalId, blobContributor)
  scope: container
  properties: {
    roleDefinitionId: blobContributor
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

var folder = 'abfss://${container.name}@${storage.name}.dfs.${environment().suffixes.storage}'

@description('Where the history is.')
output history string = '${folder}/history'

@description('Where the reports are, in DATE/RUN.')
output reports string = '${folder}/reports'
