"""How is the inventory of models told to other tools: as a CycloneDX ML-BOM?"""
