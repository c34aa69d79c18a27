// The auditor's role for everything below a management group, and who has it:
//   az deployment mg create --management-group-id NAME --location REGION \
//     --template-file infra/role-management-group.bicep --parameters principalId=…
targetScope = 'managementGroup'

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

// The subscriptions below the group are found with it.
var below = 'Microsoft.Management/managementGroups/descendants/read'

resource definition 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(managementGroup().id, role.Name)
  properties: {
    roleName: '${role.Name} (${managementGroup().name})'
    description: role.Description
    type: 'CustomRole'
    permissions: [
      {
        actions: concat(role.Actions, [below])
        notActions: role.NotActions
        dataActions: role.DataActions
        notDataActions: role.NotDataActions
      }
    ]
    assignableScopes: [
      managementGroup().id
    ]
  }
}

resource assignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(managementGroup().id, principalId, role.Name)
  properties: {
    roleDefinitionId: definition.id
    principalId: principalId
    principalType: principalType
  }
}

@description('Id of the role, to assign it to others.')
output roleDefinitionId string = definition.id
