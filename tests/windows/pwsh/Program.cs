// Replaced by PowerShell: only the start of a program for Windows and the runtime are of use.
return 1;
