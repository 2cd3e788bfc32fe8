"""What is a zip archive that holds no model: a document of an office, a package, a book?"""

#: Folders of Office Open XML (ECMA-376), beside ``[Content_Types].xml``, and what has them.
_OFFICE = {
    "word/": "Word document", "xl/": "Excel workbook", "ppt/": "PowerPoint presentation", "visio/": "Visio drawing",
}  # fmt: skip
_CONTENTS = "[Content_Types].xml"
_MACROS = "vbaProject.bin"


def packaged(names: set[str]) -> str:
    """Return what archives of these members are called, "" for any other; macros of a document are said."""
    if _CONTENTS in names:
        kind = next((kind for folder, kind in _OFFICE.items() if any(name.startswith(folder) for name in names)), "")
        macros = any(name.rpartition("/")[2] == _MACROS for name in names)
        return f"{kind} with macros" if kind and macros else kind
    if {"mimetype", "META-INF/container.xml"} <= names:
        return "EPUB book"
    if {"mimetype", "content.xml"} <= names:
        return "OpenDocument file"
    if "AndroidManifest.xml" in names:
        return "Android package"
    if "META-INF/MANIFEST.MF" in names:
        return "Java archive"
    return "Python wheel" if any(name.endswith(".dist-info/WHEEL") for name in names) else ""
