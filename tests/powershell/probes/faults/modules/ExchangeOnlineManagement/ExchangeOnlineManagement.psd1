@{
    ModuleVersion     = '3.9.0'
    GUID              = '0b6a5f0e-7b7e-4d0c-8f5d-2f0c3f0f6a27'
    Author            = 'Hybrid Certificate Wizard contributors'
    Description       = 'Stands in for the module of this name: its cmdlets follow orders.'
    PowerShellVersion = '5.1'
    RootModule        = 'ExchangeOnlineManagement.psm1'
    CmdletsToExport   = @()
    FunctionsToExport = @('Connect-ExchangeOnline', 'Disconnect-ExchangeOnline')
    AliasesToExport   = @()
}
