+ MAYAVERSION:2022 PLATFORM:win64 farmhand 0.1.0 .
MAYA_SHELF_PATH+:=shelves
PYTHONPATH+:=scripts
PYTHONPATH+:=../core
PYTHONPATH+:=../shared_ui

+ MAYAVERSION:2022 PLATFORM:linux farmhand 0.1.0 .
MAYA_SHELF_PATH+:=shelves
PYTHONPATH+:=scripts
PYTHONPATH+:=../core
PYTHONPATH+:=../shared_ui

+ MAYAVERSION:2022 PLATFORM:mac farmhand 0.1.0 .
MAYA_SHELF_PATH+:=shelves
PYTHONPATH+:=scripts
PYTHONPATH+:=../core
PYTHONPATH+:=../shared_ui

+ MAYAVERSION:2023 PLATFORM:win64 farmhand 0.1.0 .
MAYA_SHELF_PATH+:=shelves
PYTHONPATH+:=scripts
PYTHONPATH+:=../core
PYTHONPATH+:=../shared_ui

+ MAYAVERSION:2023 PLATFORM:linux farmhand 0.1.0 .
MAYA_SHELF_PATH+:=shelves
PYTHONPATH+:=scripts
PYTHONPATH+:=../core
PYTHONPATH+:=../shared_ui

+ MAYAVERSION:2023 PLATFORM:mac farmhand 0.1.0 .
MAYA_SHELF_PATH+:=shelves
PYTHONPATH+:=scripts
PYTHONPATH+:=../core
PYTHONPATH+:=../shared_ui

+ MAYAVERSION:2024 PLATFORM:win64 farmhand 0.1.0 .
MAYA_SHELF_PATH+:=shelves
PYTHONPATH+:=scripts
PYTHONPATH+:=../core
PYTHONPATH+:=../shared_ui

+ MAYAVERSION:2024 PLATFORM:linux farmhand 0.1.0 .
MAYA_SHELF_PATH+:=shelves
PYTHONPATH+:=scripts
PYTHONPATH+:=../core
PYTHONPATH+:=../shared_ui

+ MAYAVERSION:2024 PLATFORM:mac farmhand 0.1.0 .
MAYA_SHELF_PATH+:=shelves
PYTHONPATH+:=scripts
PYTHONPATH+:=../core
PYTHONPATH+:=../shared_ui

+ MAYAVERSION:2025 PLATFORM:win64 farmhand 0.1.0 .
MAYA_SHELF_PATH+:=shelves
PYTHONPATH+:=scripts
PYTHONPATH+:=../core
PYTHONPATH+:=../shared_ui

+ MAYAVERSION:2025 PLATFORM:linux farmhand 0.1.0 .
MAYA_SHELF_PATH+:=shelves
PYTHONPATH+:=scripts
PYTHONPATH+:=../core
PYTHONPATH+:=../shared_ui

+ MAYAVERSION:2025 PLATFORM:mac farmhand 0.1.0 .
MAYA_SHELF_PATH+:=shelves
PYTHONPATH+:=scripts
PYTHONPATH+:=../core
PYTHONPATH+:=../shared_ui

+ MAYAVERSION:2026 PLATFORM:win64 farmhand 0.1.0 .
MAYA_SHELF_PATH+:=shelves
PYTHONPATH+:=scripts
PYTHONPATH+:=../core
PYTHONPATH+:=../shared_ui

+ MAYAVERSION:2026 PLATFORM:linux farmhand 0.1.0 .
MAYA_SHELF_PATH+:=shelves
PYTHONPATH+:=scripts
PYTHONPATH+:=../core
PYTHONPATH+:=../shared_ui

+ MAYAVERSION:2026 PLATFORM:mac farmhand 0.1.0 .
MAYA_SHELF_PATH+:=shelves
PYTHONPATH+:=scripts
PYTHONPATH+:=../core
PYTHONPATH+:=../shared_ui

+ MAYAVERSION:2027 PLATFORM:win64 farmhand 0.1.0 .
MAYA_SHELF_PATH+:=shelves
PYTHONPATH+:=scripts
PYTHONPATH+:=../core
PYTHONPATH+:=../shared_ui

+ MAYAVERSION:2027 PLATFORM:linux farmhand 0.1.0 .
MAYA_SHELF_PATH+:=shelves
PYTHONPATH+:=scripts
PYTHONPATH+:=../core
PYTHONPATH+:=../shared_ui

+ MAYAVERSION:2027 PLATFORM:mac farmhand 0.1.0 .
MAYA_SHELF_PATH+:=shelves
PYTHONPATH+:=scripts
PYTHONPATH+:=../core
PYTHONPATH+:=../shared_ui
