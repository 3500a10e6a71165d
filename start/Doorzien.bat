@echo off
rem Starts Doorzien: gets uv where it is missing, and works without network once everything is there.
cd /d "%~dp0.."
set UV_PYTHON_PREFERENCE=system
set PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
rem School networks that read along have certificates of their own.
set UV_SYSTEM_CERTS=true
set "PATH=%PATH%;%USERPROFILE%\.local\bin"

set UV=uv
uv --version >nul 2>nul && goto ready
if exist .venv\Scripts\demo.exe goto without_uv
set UV=py -3 -m uv
py -3 --version >nul 2>nul || goto installer
%UV% --version >nul 2>nul && goto ready
py -3 -m pip install --user uv && goto ready
:installer
rem uv's own installer; uv then gets Python too.
powershell -NoProfile -ExecutionPolicy Bypass -Command "irm https://astral.sh/uv/install.ps1 | iex"
set UV=uv
uv --version >nul 2>nul || goto failed

:ready
if not exist .venv goto online
%UV% run --no-dev --offline demo %*
if not errorlevel 1 goto :eof
:online
%UV% run --no-dev demo %*
if not errorlevel 1 goto :eof
goto failed
:without_uv
.venv\Scripts\demo.exe %*
if not errorlevel 1 goto :eof
:failed
echo.
echo See start\README.md. / Zie start\README.md.
pause
exit /b 1
