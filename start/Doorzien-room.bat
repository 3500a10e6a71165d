@call "%~dp0Doorzien.bat" --room %*
