@echo off
rem Starts Doorzien: gets uv where it is missing, and works without network once everything is there.
cd /d "%~dp0.."
set UV_PYTHON_PREFERENCE=system
set PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1

set PYTHON=py -3
%PYTHON% --version >nul 2>nul || set PYTHON=python
%PYTHON% --version >nul 2>nul || goto no_python
%PYTHON% -m uv --version >nul 2>nul || %PYTHON% -m pip install --user uv || goto failed

if not exist .venv goto online
%PYTHON% -m uv run --no-dev --offline demo %*
if not errorlevel 1 goto :eof
:online
%PYTHON% -m uv run --no-dev demo %*
if not errorlevel 1 goto :eof
:failed
echo.
echo See start\README.md. / Zie start\README.md.
pause
exit /b 1
:no_python
echo Python is missing. Get it at python.org, then open this file again.
echo Python ontbreekt. Haal het op python.org en open dit bestand opnieuw.
start "" https://www.python.org/downloads/
pause
exit /b 1
