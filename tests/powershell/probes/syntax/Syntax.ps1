# What PowerShell's own parser finds in sources: lines of '<number of the source>|<kind>|<what>'. Nothing of them is run.
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

# The kinds of nodes and the tokens of Windows PowerShell 5.1; whatever came later is not among them.
$nodes = @(
    'ArrayExpression', 'ArrayLiteral', 'AssignmentStatement', 'AttributedExpression', 'Attribute', 'BaseCtorInvokeMemberExpression', 'BinaryExpression',
    'BlockStatement', 'BreakStatement', 'CatchClause', 'CommandExpression', 'CommandParameter', 'Command', 'ConfigurationDefinition', 'ConstantExpression',
    'ContinueStatement', 'ConvertExpression', 'DataStatement', 'DoUntilStatement', 'DoWhileStatement', 'DynamicKeywordStatement', 'ErrorExpression',
    'ErrorStatement', 'ExitStatement', 'ExpandableStringExpression', 'FileRedirection', 'ForEachStatement', 'ForStatement', 'FunctionDefinition',
    'FunctionMember', 'Hashtable', 'IfStatement', 'IndexExpression', 'InvokeMemberExpression', 'MemberExpression', 'MergingRedirection',
    'NamedAttributeArgument', 'NamedBlock', 'ParamBlock', 'Parameter', 'ParenExpression', 'Pipeline', 'PropertyMember', 'ReturnStatement', 'ScriptBlock',
    'ScriptBlockExpression', 'StatementBlock', 'StringConstantExpression', 'SubExpression', 'SwitchStatement', 'ThrowStatement', 'TrapStatement',
    'TryStatement', 'TypeConstraint', 'TypeDefinition', 'TypeExpression', 'UnaryExpression', 'UsingExpression', 'UsingStatement', 'VariableExpression', 'WhileStatement'
)
$newTokens = @('AndAnd', 'OrOr', 'QuestionMark', 'QuestionQuestion', 'QuestionQuestionEquals', 'QuestionDot', 'QuestionLBracket', 'Clean')
$newVariables = @('IsWindows', 'IsLinux', 'IsMacOS', 'IsCoreCLR', 'PSStyle', 'EnabledExperimentalFeatures')
$numbers = '^[-+]?(0x[0-9a-f]+|(\d+\.?\d*|\.\d+)(e[-+]?\d+)?)[dl]?([kmgtp]b)?$'

function Find-InToken {
    param($Tokens)
    $line = 0
    foreach ($token in $Tokens) {
        $kind = $token.Kind.ToString()
        if ($newTokens -contains $kind) { "token|$kind" }
        if ($kind -eq 'Pipe' -and $token.Extent.StartLineNumber -ne $line) { 'token|pipe at the start of a line' }
        if ($kind -eq 'Number' -and $token.Text -notmatch $numbers) { "number|$($token.Text)" }
        if (@('StringExpandable', 'HereStringExpandable', 'Generic') -contains $kind -and $token.Text -cmatch '(?<!`)(``)*`(e|u\{)') { "escape|$($matches[2])" }
        if (@('NewLine', 'Comment', 'LineContinuation') -notcontains $kind) { $line = $token.Extent.EndLineNumber }
    }
}

function Find-InTree {
    param($Tree)
    foreach ($node in $Tree.FindAll({ $true }, $true)) {
        $kind = $node.GetType().Name -replace 'Ast$'
        if ($nodes -notcontains $kind) { "node|$kind" }
        if ($null -ne $node.PSObject.Properties['NullConditional'] -and $node.NullConditional) { "node|null-conditional $kind" }
        switch ($kind) {
            'Pipeline' { if ($node.Background) { 'node|background' } }
            'TypeDefinition' { if ($node.IsEnum -and $node.BaseTypes.Count -gt 0) { 'node|enum of a type' } }
            'VariableExpression' { if ($newVariables -contains $node.VariablePath.UserPath) { "variable|$($node.VariablePath.UserPath)" } }
            'FunctionDefinition' { "function|$($node.Name)" }
            'Command' {
                $name = $node.GetCommandName()
                if ($node.InvocationOperator -ne 'Unknown' -or $null -eq $name) { 'command|(computed)' } else { "command|$name" }
            }
            'InvokeMemberExpression' {
                $member = $node.Member.Extent.Text
                if ($node.Expression.Extent.Text -match 'scriptblock\]?$') { "member|scriptblock.$member" } else { "member|$member" }
                if ($member -eq 'AddCommand') {
                    $argument = $node.Arguments[0]
                    if ($argument.GetType().Name -eq 'StringConstantExpressionAst') { "command|$($argument.Value)" } else { "added|$($argument.Extent.Text)" }
                }
            }
        }
    }
}

$number = 0
foreach ($file in [System.IO.File]::ReadAllLines($env:HCW_SOURCES)) {
    $tokens = $null
    $problems = $null
    $tree = [System.Management.Automation.Language.Parser]::ParseFile($file, [ref] $tokens, [ref] $problems)
    $found = @(foreach ($problem in $problems) { "parse|$($problem.ErrorId)" }) + @(Find-InToken $tokens) + @(Find-InTree $tree)
    foreach ($line in $found) { [System.Console]::Out.WriteLine("$number|$($line -replace '\s+', ' ')") }
    $number++
}
