@echo off
rem Runs Lakesmith from a checkout. Builds it when it has not been built; delete cli\target to build it again.
setlocal
set "ROOT=%~dp0"
set "LAKESMITH_COMMAND=%~0"
if not exist "%ROOT%cli\target\lakesmith.built" (
  echo building once; this takes a minute or two ... 1>&2
  pushd "%ROOT%"
  call mvnw.cmd -q -B -ntp -pl cli -am -Dmaven.test.skip=true -Dspotless.check.skip=true package 1>&2
  if errorlevel 1 (
    popd
    echo error: Lakesmith could not be built 1>&2
    exit /b 1
  )
  popd
)
for /d %%d in ("%ROOT%cli\target\distribution\lakesmith-*") do (
  call "%%d\bin\lakesmith.cmd" %*
  goto :done
)
:done
exit /b %ERRORLEVEL%
