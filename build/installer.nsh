# A silent installation would end a running wizard without a question, also while it changes Exchange. It is refused with an exit code
# of its own. Whether a change is in flight is not to be seen from another account, so a running wizard of any user is enough.
!macro customInit
  ${if} ${Silent}
    Push $R0
    ${nsProcess::FindProcess} "${APP_EXECUTABLE_FILENAME}" $R0
    ${if} $R0 == 0
      SetErrorLevel 20
      Quit
    ${endif}
    Pop $R0
  ${endif}
!macroend

# So would a silent removal, which asks nobody either. An installer that was answered removes the earlier version with --updated.
!include "getProcessInfo.nsh"
Var pid
!macro customCheckAppRunning
  !ifdef BUILD_UNINSTALLER
    ${if} ${Silent}
    ${andIfNot} ${isUpdated}
      ${nsProcess::FindProcess} "${APP_EXECUTABLE_FILENAME}" $R0
      ${if} $R0 == 0
        SetErrorLevel 20
        Quit
      ${endif}
    ${endif}
  !endif
  !insertmacro IS_POWERSHELL_AVAILABLE
  !insertmacro _CHECK_APP_RUNNING
!macroend

# The stock script keeps a copy of the installer for updates, which there are none of.
!macro customInstall
  ${if} $installMode == "all"
    SetShellVarContext current
  ${endif}
  Delete "$LOCALAPPDATA\${APP_INSTALLER_STORE_FILE}"
  RMDir "$LOCALAPPDATA\${APP_PACKAGE_NAME}-updater"
  ${if} $installMode == "all"
    SetShellVarContext all
  ${endif}
!macroend
