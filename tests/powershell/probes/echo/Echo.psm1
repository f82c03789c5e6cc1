# Every cmdlet of the product's table as a function that returns what arrived: each text as base64 of its UTF-16 code units.
Set-StrictMode -Version 2.0

function ConvertTo-Unit {
    param($Text)
    $characters = $Text.ToCharArray()
    $bytes = [byte[]]::new($characters.Length * 2)
    [System.Buffer]::BlockCopy($characters, 0, $bytes, 0, $bytes.Length)
    return [System.Convert]::ToBase64String($bytes)
}

function ConvertTo-Echo {
    param($Value)
    if ($null -eq $Value) { return @{ Kind = 'null' } }
    # A character that CLIXML cannot contain is requested by its name.
    if ($Value -is [string] -and $Value -ceq 'U+FFFF') { return [string] [char] 0xffff }
    if ($Value -is [string]) { return @{ Kind = 'text'; Units = ConvertTo-Unit $Value; Back = $Value } }
    if ($Value -is [System.Collections.IList]) {
        return @{ Kind = 'texts'; Units = @(foreach ($item in $Value) { ConvertTo-Unit $item }); Back = @($Value) }
    }
    return @{ Kind = $Value.GetType().Name; Back = $Value }
}

function ConvertTo-EchoTable {
    param($Bound)
    $echo = @{}
    foreach ($entry in $Bound.GetEnumerator()) { $echo[$entry.Key] = ConvertTo-Echo $entry.Value }
    return $echo
}

# Returns the names of the selected properties in place of the objects.
function Select-Object {
    param([string[]] $Property, [Parameter(ValueFromPipeline = $true)] $InputObject)
    end { return @{ Property = ConvertTo-Echo $Property } }
}

# The table that the product ships.
Import-Module -Name $env:HCW_CMDLET_TABLE
$table = Get-CmdletTable
foreach ($cmdlet in @($table.Keys)) {
    $parameters = @(foreach ($name in @($table[$cmdlet]['Parameters']) + @($table[$cmdlet]['Fixed'].Keys)) { '$' + $name }) -join ', '
    . ([scriptblock]::Create("function $cmdlet { param($parameters) return ConvertTo-EchoTable `$PSBoundParameters }"))
}

Export-ModuleMember -Function (@('Select-Object') + @($table.Keys))
