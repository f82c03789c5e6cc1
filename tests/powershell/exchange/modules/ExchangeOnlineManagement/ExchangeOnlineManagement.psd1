@{
    ModuleVersion     = '3.9.0'
    GUID              = 'b5eced50-afa4-455b-847a-d8fb64140a22'
    Author            = 'Hybrid Certificate Wizard contributors'
    Description       = 'Stands in for the module of this name: connects to the Exchange Online of an organization file.'
    PowerShellVersion = '5.1'
    NestedModules     = @('../../SimulatedExchange.dll')
    CmdletsToExport   = @('Connect-ExchangeOnline', 'Disconnect-ExchangeOnline', 'Get-ConnectionInformation')
    FunctionsToExport = @()
    AliasesToExport   = @()
}
