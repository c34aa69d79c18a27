// The auditor's role in one subscription, and who has it. Deployed once per subscription:
//   az deployment sub create --location REGION --template-file infra/role.bicep --parameters principalId=…
targetScope = 'subscription'

@description('Object id of the identity that audits: the output principalId of main.bicep.')
param principalId string

@description('What kind of principal it is: ServicePrincipal for a managed identity.')
@allowed([
  'ServicePrincipal'
  'User'
  'Group'
])
param principalType string = 'ServicePrincipal'

// What `aml-maturity-audit permissions` prints; a test holds the file to it.
var role = loadJsonContent('role.json')

resource definition 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(subscription().id, role.Name)
  properties: {
    roleName: '${role.Name} (${subscription().subscriptionId})'
    description: role.Description
    type: 'CustomRole'
    permissions: [
      {
        actions: role.Actions
        notActions: role.NotActions
        dataActions: role.DataActions
        notDataActions: role.NotDataActions
      }
    ]
    assignableScopes: [
      subscription().id
    ]
  }
}

resource assignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(subscription().id, principalId, role.Name)
  properties: {
    roleDefinitionId: definition.id
    principalId: principalId
    principalType: principalType
  }
}

@description('Id of the role, to assign it to others.')
output roleDefinitionId string = definition.id
