@{
    ModuleVersion     = '3.9.0'
    GUID              = '3c9f2c1e-4a9f-4f0e-9a53-0f6d5b7f8f11'
    Author            = 'Hybrid Certificate Wizard contributors'
    Description       = 'Stands in for the module of this name: says what its cmdlets were given.'
    PowerShellVersion = '5.1'
    RootModule        = 'ExchangeOnlineManagement.psm1'
    CmdletsToExport   = @()
    FunctionsToExport = @('Connect-ExchangeOnline', 'Disconnect-ExchangeOnline')
    AliasesToExport   = @()
}
