@echo off
rem Starts Lakesmith @VERSION@. Needs Java 17 or newer: JAVA_HOME, or java on the PATH.
rem LAKESMITH_JAVA_OPTS  more options for the JVM, such as -Xmx2g
setlocal
if not defined LAKESMITH_COMMAND set "LAKESMITH_COMMAND=%~0"
set "LIB=%~dp0..\lib"
if defined JAVA_HOME (set "JAVA=%JAVA_HOME%\bin\java.exe") else (set "JAVA=java.exe")
"%JAVA%" -version >nul 2>&1
if errorlevel 1 (
  echo error: no Java found; install Java 17 or newer, or set JAVA_HOME 1>&2
  exit /b 2
)
"%JAVA%" --version 2>nul | findstr /r /b /c:"java 1[0-6][. ]" /c:"openjdk 1[0-6][. ]" /c:"java 9[. ]" /c:"openjdk 9[. ]" >nul
if not errorlevel 1 (
  echo error: %JAVA% is too old; Lakesmith needs Java 17 or newer, set JAVA_HOME to one 1>&2
  exit /b 2
)
rem Java's second compiler pays only for code that stays hot, so it waits ten times as long as it would.
set "PATIENCE=-XX:Tier4InvocationThreshold=50000 -XX:Tier4MinInvocationThreshold=6000"
set "PATIENCE=%PATIENCE% -XX:Tier4CompileThreshold=150000 -XX:Tier4BackEdgeThreshold=400000"
"%JAVA%" %PATIENCE% -XX:+UseSerialGC -XX:-UsePerfData -Xmx512m -Djava.awt.headless=true -Dfile.encoding=UTF-8 ^
  "-Dlakesmith.command=%LAKESMITH_COMMAND%" -Xshare:auto -Xlog:disable -Xlog:all=error:stderr ^
  "-Dorg.sqlite.lib.path=%LIB%\native" -Dorg.sqlite.lib.name=sqlitejdbc.dll ^
  "-DZstdNativePath=%LIB%\native\libzstd-jni.dll" ^
  %LAKESMITH_JAVA_OPTS% -cp "%LIB%\*" dev.lakesmith.cli.Main %*
exit /b %ERRORLEVEL%
