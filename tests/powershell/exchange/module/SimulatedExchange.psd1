@{
    RootModule        = '../SimulatedExchange.dll'
    ModuleVersion     = '1.0.0'
    GUID              = '5f8f6d1e-2f0c-4c55-8a57-3c1e0a4c7b10'
    Author            = 'Hybrid Certificate Wizard contributors'
    TypesToProcess    = @('SimulatedExchange.types.ps1xml')
    CmdletsToExport   = '*'
    FunctionsToExport = @()
    AliasesToExport   = @()
}
