@echo off
call "%~dp0Doorzien.bat" --print-pack print-pack
if not errorlevel 1 start "" "%~dp0..\print-pack"
