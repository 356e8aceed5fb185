; Inno Setup 6: the installer of Windows, made of the frozen folder.
;   iscc /DVersion=X.Y.Z /DBundle=..\..\dist\vaultmind /DIcon=..\..\build\icons\vaultmind.ico packaging\windows\vaultmind.iss
#ifndef Version
  #error Name the version: /DVersion=…
#endif
#ifndef Bundle
  #define Bundle "..\..\dist\vaultmind"
#endif
#ifndef Icon
  #define Icon "..\..\build\icons\vaultmind.ico"
#endif

[Setup]
AppId={{7D0D9F3A-4F5B-4C0E-9B1E-6C1B6E5C2A11}
AppName=VaultMind
AppVersion={#Version}
AppPublisher=The VaultMind developers
DefaultDirName={autopf}\VaultMind
DefaultGroupName=VaultMind
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
Compression=lzma2
SolidCompression=yes
OutputBaseFilename=vaultmind-{#Version}-windows-x64
SetupIconFile={#Icon}
UninstallDisplayIcon={app}\vaultmind-window.exe
LicenseFile=..\..\LICENSE
ChangesAssociations=yes

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"
Name: "ru"; MessagesFile: "compiler:Languages\Russian.isl"

[Files]
Source: "{#Bundle}\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs

[Icons]
Name: "{group}\VaultMind"; Filename: "{app}\vaultmind-window.exe"; AppUserModelID: "VaultMind.VaultMind"

[Registry]
Root: HKCU; Subkey: "Software\Classes\vaultmind"; ValueType: string; ValueData: "URL:VaultMind"; Flags: uninsdeletekey
Root: HKCU; Subkey: "Software\Classes\vaultmind"; ValueType: string; ValueName: "URL Protocol"; ValueData: ""
Root: HKCU; Subkey: "Software\Classes\vaultmind\DefaultIcon"; ValueType: string; ValueData: "{app}\vaultmind-window.exe,0"
Root: HKCU; Subkey: "Software\Classes\vaultmind\shell\open\command"; ValueType: string; ValueData: """{app}\vaultmind-window.exe"" ""%1"""
Root: HKCU; Subkey: "Software\Microsoft\Windows\CurrentVersion\Run"; ValueName: "VaultMind"; Flags: dontcreatekey uninsdeletevalue

[Run]
Filename: "{app}\vaultmind-window.exe"; Description: "{cm:LaunchProgram,VaultMind}"; Flags: nowait postinstall skipifsilent

[UninstallRun]
Filename: "{app}\vaultmind.exe"; Parameters: "models key --remove"; Flags: runhidden; RunOnceId: "keys"
