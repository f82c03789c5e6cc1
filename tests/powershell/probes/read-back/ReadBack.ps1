# Reads texts with PowerShell's parser and returns the calls that they are. Runs only what it has recognized as one call with constants.
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

# Encoding.Unicode would replace a surrogate that stands alone: units are copied as they are.
function Copy-Unit {
    param([string] $Text)
    $characters = $Text.ToCharArray()
    $bytes = [byte[]]::new($characters.Length * 2)
    [System.Buffer]::BlockCopy($characters, 0, $bytes, 0, $bytes.Length)
    return [System.Convert]::ToBase64String($bytes)
}

function ConvertTo-Said {
    param($Value)
    if ($null -eq $Value) { return @{ Kind = 'null' } }
    if ($Value -is [string]) { return @{ Kind = 'text'; Units = Copy-Unit $Value } }
    if ($Value -is [System.Collections.IList]) { return @{ Kind = 'texts'; Units = @(foreach ($item in $Value) { Copy-Unit $item }) } }
    if ($Value -is [switch]) { return @{ Kind = 'Boolean'; Value = $Value.ToBool() } }
    return @{ Kind = $Value.GetType().Name; Value = $Value }
}

function Assert-Shape {
    param($Condition, $Ast)
    if (-not $Condition) { throw "not a constant: $($Ast.GetType().Name)" }
}

# 'a' + [char]10 + 'b'. The sum leans to the left, as deep as it is long.
function Read-Sum {
    param($Ast)
    $pieces = [System.Collections.Generic.List[string]]::new()
    while ($Ast -is [System.Management.Automation.Language.BinaryExpressionAst]) {
        Assert-Shape ($Ast.Operator -eq 'Plus') $Ast
        $right = $Ast.Right
        if ($right -is [System.Management.Automation.Language.ConvertExpressionAst]) {
            Assert-Shape ($right.Type.TypeName.FullName -eq 'char' -and $right.Child.Value -is [int]) $right
            $pieces.Add([string] [char] $right.Child.Value)
        }
        else { $pieces.Add((Read-Text $right)) }
        $Ast = $Ast.Left
    }
    # What stands first makes it a sum of texts.
    $pieces.Add((Read-Text $Ast))
    $pieces.Reverse()
    return [string]::Concat($pieces)
}

function Read-Text {
    param($Ast)
    Assert-Shape ($Ast -is [System.Management.Automation.Language.StringConstantExpressionAst]) $Ast
    # A bare word is a constant too, as long as it is a word.
    Assert-Shape ($Ast.StringConstantType -eq 'SingleQuoted' -or ($Ast.StringConstantType -eq 'BareWord' -and $Ast.Value -match '^\w+$')) $Ast
    return $Ast.Value
}

function Read-Value {
    param($Ast)
    switch ($Ast.GetType().Name) {
        'StringConstantExpressionAst' { return Read-Text $Ast }
        'ConstantExpressionAst' { return $Ast.Value }
        'VariableExpressionAst' {
            Assert-Shape (@('null', 'true', 'false') -contains $Ast.VariablePath.UserPath) $Ast
            return $Ast.SafeGetValue()
        }
        'ParenExpressionAst' {
            $inner = $Ast.Pipeline.PipelineElements[0].Expression
            if ($inner.GetType().Name -eq 'ConstantExpressionAst') { return $inner.Value }
            return Read-Sum $inner
        }
        'ArrayLiteralAst' { return , @(foreach ($element in $Ast.Elements) { Read-Value $element }) }
        'ArrayExpressionAst' {
            $statements = $Ast.SubExpression.Statements
            Assert-Shape ($statements.Count -le 1) $Ast
            return , @(foreach ($statement in $statements) { Read-Value $statement.PipelineElements[0].Expression })
        }
        default { Assert-Shape $false $Ast }
    }
}

function Read-Argument {
    param($Command)
    $arguments = @{}
    $name = $null
    $elements = $Command.CommandElements
    for ($at = 1; $at -lt $elements.Count; $at++) {
        $element = $elements[$at]
        if ($element -is [System.Management.Automation.Language.CommandParameterAst]) {
            $name = $element.ParameterName
            $arguments[$name] = $true
            if ($null -eq $element.Argument) { continue }
            $element = $element.Argument
        }
        Assert-Shape ($null -ne $name) $element
        $value = Read-Value $element
        # One name that is selected is a list of one.
        if ($name -eq 'Property' -and $value -is [string]) { $value = @($value) }
        $arguments[$name] = $value
        $name = $null
    }
    return $arguments
}

function Read-Call {
    param([string] $Text)
    $problems = $null
    $ast = [System.Management.Automation.Language.Parser]::ParseInput($Text, [ref] $null, [ref] $problems)
    if ($problems.Count -gt 0) { throw $problems[0].Message }
    $body = $ast.EndBlock
    Assert-Shape ($null -eq $ast.ParamBlock -and $body.Statements.Count -eq 1 -and $body.Statements[0] -is [System.Management.Automation.Language.PipelineAst]) $ast
    $commands = $body.Statements[0].PipelineElements
    Assert-Shape ($commands.Count -le 2 -and -not $body.Statements[0].Background) $ast
    foreach ($command in $commands) {
        Assert-Shape ($command -is [System.Management.Automation.Language.CommandAst] -and $command.Redirections.Count -eq 0 -and $command.InvocationOperator -eq 'Unknown') $command
    }
    return @{ Commands = @(foreach ($command in $commands) { @{ Name = $command.GetCommandName(); Arguments = Read-Argument $command } }) }
}

function ConvertTo-Call {
    param($Read)
    return @{
        Commands = @(foreach ($command in $Read['Commands']) {
            $said = @{}
            foreach ($name in @($command['Arguments'].Keys)) { $said[$name] = ConvertTo-Said $command['Arguments'][$name] }
            @{ Name = $command['Name']; Arguments = $said }
        })
    }
}

# What runs when such a text is pasted: each command says what it was given.
$global:ran = $null
$say = { param($Name, $Bound) $global:ran['Commands'] += @{ Name = $Name; Arguments = $Bound } }
Import-Module -Name $env:HCW_CMDLET_TABLE
$table = Get-CmdletTable
foreach ($cmdlet in @($table.Keys)) {
    $parameters = @(foreach ($name in @($table[$cmdlet]['Parameters']) + @($table[$cmdlet]['Fixed'].Keys)) { '$' + $name }) -join ', '
    . ([scriptblock]::Create("function $cmdlet { param($parameters) & `$say '$cmdlet' `$PSBoundParameters }"))
}
function Select-Object { param([string[]] $Property) & $say 'Select-Object' $PSBoundParameters }

foreach ($line in [System.IO.File]::ReadAllLines($env:HCW_TEXTS)) {
    $bytes = [System.Convert]::FromBase64String($line)
    $characters = [char[]]::new($bytes.Length / 2)
    [System.Buffer]::BlockCopy($bytes, 0, $characters, 0, $bytes.Length)
    $text = [string]::new($characters)
    $answer = @{}
    try {
        $answer['Read'] = ConvertTo-Call (Read-Call $text)
        # A sum of thousands takes PowerShell minutes to run, and no time to read.
        if ($text.Length -lt 4096) {
            $global:ran = @{ Commands = @() }
            [void] (& ([scriptblock]::Create($text)))
            $answer['Ran'] = ConvertTo-Call $global:ran
        }
    }
    catch { $answer['Problem'] = $_.Exception.Message }
    $document = [System.Management.Automation.PSSerializer]::Serialize($answer, 12)
    [System.Console]::Out.WriteLine([System.Convert]::ToBase64String([System.Text.Encoding]::UTF8.GetBytes($document)))
}
