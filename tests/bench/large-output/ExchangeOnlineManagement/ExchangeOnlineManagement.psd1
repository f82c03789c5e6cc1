@{
    ModuleVersion     = '3.9.0'
    GUID              = '8d1b7a52-06c4-4b0b-8a43-5f1b2f0d7c66'
    Author            = 'Hybrid Certificate Wizard contributors'
    Description       = 'Stands in for the module of this name: answers as much as it is asked for.'
    PowerShellVersion = '5.1'
    RootModule        = 'ExchangeOnlineManagement.psm1'
    CmdletsToExport   = @()
    FunctionsToExport = @('Connect-ExchangeOnline', 'Disconnect-ExchangeOnline', 'Get-OutboundConnector')
    AliasesToExport   = @()
}
