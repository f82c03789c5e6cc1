# Takes the constants out of scripts by PowerShell's own parser. Nothing of them is run. A line for each:
# '<number of parse errors>|<the text without comments, in which 0 stands for each constant>|<the constants>', texts as base64 of UTF-16.
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

# The text of a quoted constant, or of a sum of those and of [char] codes; $null for anything else.
function Read-Constant {
    param($Ast)
    if ($Ast -is [System.Management.Automation.Language.StringConstantExpressionAst]) {
        if ($Ast.StringConstantType -eq 'SingleQuoted') { return $Ast.Value }
        return $null
    }
    if ($Ast -isnot [System.Management.Automation.Language.ParenExpressionAst]) { return $null }
    if ($Ast.Pipeline.PipelineElements.Count -ne 1) { return $null }
    $inner = $Ast.Pipeline.PipelineElements[0]
    if ($inner -isnot [System.Management.Automation.Language.CommandExpressionAst]) { return $null }
    $pieces = [System.Collections.Generic.List[string]]::new()
    $rest = $inner.Expression
    while ($null -ne $rest) {
        $piece = $rest
        if ($rest -is [System.Management.Automation.Language.BinaryExpressionAst]) {
            if ($rest.Operator -ne 'Plus') { return $null }
            $piece = $rest.Right
            $rest = $rest.Left
        }
        else { $rest = $null }
        if ($piece -is [System.Management.Automation.Language.ConvertExpressionAst] -and $piece.Type.TypeName.FullName -eq 'char' -and $piece.Child.Value -is [int]) {
            # A sum that begins with a character would not be a text.
            if ($null -eq $rest) { return $null }
            $pieces.Add([string] [char] $piece.Child.Value)
        }
        else {
            $text = Read-Constant $piece
            if ($null -eq $text) { return $null }
            $pieces.Add($text)
        }
    }
    $pieces.Reverse()
    return [string]::Concat($pieces)
}

$isCandidate = {
    param($Ast)
    $Ast -is [System.Management.Automation.Language.StringConstantExpressionAst] -or $Ast -is [System.Management.Automation.Language.ParenExpressionAst]
}
foreach ($file in [System.IO.File]::ReadAllLines($env:HCW_SCRIPTS)) {
    $tokens = $null
    $problems = $null
    $tree = [System.Management.Automation.Language.Parser]::ParseFile($file, [ref] $tokens, [ref] $problems)
    $constants = [System.Collections.Generic.List[string]]::new()
    $cuts = [System.Collections.Generic.List[object]]::new()
    $until = -1
    # In the order of their beginnings, the outer one before those in it.
    foreach ($node in $tree.FindAll($isCandidate, $true)) {
        if ($node.Extent.StartOffset -lt $until) { continue }
        $text = Read-Constant $node
        if ($null -eq $text) { continue }
        $until = $node.Extent.EndOffset
        $constants.Add((Copy-Unit $text))
        $cuts.Add(@{ From = $node.Extent.StartOffset; To = $until; By = '0' })
    }
    foreach ($token in $tokens) {
        if ($token.Kind -eq 'Comment') { $cuts.Add(@{ From = $token.Extent.StartOffset; To = $token.Extent.EndOffset; By = '' }) }
    }
    $source = $tree.Extent.Text
    $skeleton = [System.Text.StringBuilder]::new()
    $at = 0
    foreach ($cut in $cuts | Sort-Object { $_['From'] }) {
        [void] $skeleton.Append($source, $at, $cut['From'] - $at).Append($cut['By'])
        $at = $cut['To']
    }
    [void] $skeleton.Append($source, $at, $source.Length - $at)
    [System.Console]::Out.WriteLine("$($problems.Count)|$(Copy-Unit $skeleton.ToString())|$($constants -join ',')")
}
