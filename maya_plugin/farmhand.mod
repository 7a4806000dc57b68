+ MAYAVERSION:2022 PLATFORM:win64 farmhand 0.1.0 .
MAYA_SHELF_PATH+:=shelves
PYTHONPATH+:=scripts
PYTHONPATH+:=../core
PYTHONPATH+:=../shared_ui
PYTHONPATH+:=../vendor/python3.7

+ MAYAVERSION:2022 PLATFORM:linux farmhand 0.1.0 .
MAYA_SHELF_PATH+:=shelves
PYTHONPATH+:=scripts
PYTHONPATH+:=../core
PYTHONPATH+:=../shared_ui
PYTHONPATH+:=../vendor/python3.7

+ MAYAVERSION:2022 PLATFORM:mac farmhand 0.1.0 .
MAYA_SHELF_PATH+:=shelves
PYTHONPATH+:=scripts
PYTHONPATH+:=../core
PYTHONPATH+:=../shared_ui
PYTHONPATH+:=../vendor/python3.7

+ MAYAVERSION:2023 PLATFORM:win64 farmhand 0.1.0 .
MAYA_SHELF_PATH+:=shelves
PYTHONPATH+:=scripts
PYTHONPATH+:=../core
PYTHONPATH+:=../shared_ui
PYTHONPATH+:=../vendor/python3.9

+ MAYAVERSION:2023 PLATFORM:linux farmhand 0.1.0 .
MAYA_SHELF_PATH+:=shelves
PYTHONPATH+:=scripts
PYTHONPATH+:=../core
PYTHONPATH+:=../shared_ui
PYTHONPATH+:=../vendor/python3.9

+ MAYAVERSION:2023 PLATFORM:mac farmhand 0.1.0 .
MAYA_SHELF_PATH+:=shelves
PYTHONPATH+:=scripts
PYTHONPATH+:=../core
PYTHONPATH+:=../shared_ui
PYTHONPATH+:=../vendor/python3.9

+ MAYAVERSION:2024 PLATFORM:win64 farmhand 0.1.0 .
MAYA_SHELF_PATH+:=shelves
PYTHONPATH+:=scripts
PYTHONPATH+:=../core
PYTHONPATH+:=../shared_ui
PYTHONPATH+:=../vendor/python3.10

+ MAYAVERSION:2024 PLATFORM:linux farmhand 0.1.0 .
MAYA_SHELF_PATH+:=shelves
PYTHONPATH+:=scripts
PYTHONPATH+:=../core
PYTHONPATH+:=../shared_ui
PYTHONPATH+:=../vendor/python3.10

+ MAYAVERSION:2024 PLATFORM:mac farmhand 0.1.0 .
MAYA_SHELF_PATH+:=shelves
PYTHONPATH+:=scripts
PYTHONPATH+:=../core
PYTHONPATH+:=../shared_ui
PYTHONPATH+:=../vendor/python3.10

+ MAYAVERSION:2025 PLATFORM:win64 farmhand 0.1.0 .
MAYA_SHELF_PATH+:=shelves
PYTHONPATH+:=scripts
PYTHONPATH+:=../core
PYTHONPATH+:=../shared_ui
PYTHONPATH+:=../vendor/python3.11

+ MAYAVERSION:2025 PLATFORM:linux farmhand 0.1.0 .
MAYA_SHELF_PATH+:=shelves
PYTHONPATH+:=scripts
PYTHONPATH+:=../core
PYTHONPATH+:=../shared_ui
PYTHONPATH+:=../vendor/python3.11

+ MAYAVERSION:2025 PLATFORM:mac farmhand 0.1.0 .
MAYA_SHELF_PATH+:=shelves
PYTHONPATH+:=scripts
PYTHONPATH+:=../core
PYTHONPATH+:=../shared_ui
PYTHONPATH+:=../vendor/python3.11

+ MAYAVERSION:2026 PLATFORM:win64 farmhand 0.1.0 .
MAYA_SHELF_PATH+:=shelves
PYTHONPATH+:=scripts
PYTHONPATH+:=../core
PYTHONPATH+:=../shared_ui
PYTHONPATH+:=../vendor/python3.11

+ MAYAVERSION:2026 PLATFORM:linux farmhand 0.1.0 .
MAYA_SHELF_PATH+:=shelves
PYTHONPATH+:=scripts
PYTHONPATH+:=../core
PYTHONPATH+:=../shared_ui
PYTHONPATH+:=../vendor/python3.11

+ MAYAVERSION:2026 PLATFORM:mac farmhand 0.1.0 .
MAYA_SHELF_PATH+:=shelves
PYTHONPATH+:=scripts
PYTHONPATH+:=../core
PYTHONPATH+:=../shared_ui
PYTHONPATH+:=../vendor/python3.11

+ MAYAVERSION:2027 PLATFORM:win64 farmhand 0.1.0 .
MAYA_SHELF_PATH+:=shelves
PYTHONPATH+:=scripts
PYTHONPATH+:=../core
PYTHONPATH+:=../shared_ui
PYTHONPATH+:=../vendor/python3.13

+ MAYAVERSION:2027 PLATFORM:linux farmhand 0.1.0 .
MAYA_SHELF_PATH+:=shelves
PYTHONPATH+:=scripts
PYTHONPATH+:=../core
PYTHONPATH+:=../shared_ui
PYTHONPATH+:=../vendor/python3.13

+ MAYAVERSION:2027 PLATFORM:mac farmhand 0.1.0 .
MAYA_SHELF_PATH+:=shelves
PYTHONPATH+:=scripts
PYTHONPATH+:=../core
PYTHONPATH+:=../shared_ui
PYTHONPATH+:=../vendor/python3.13
