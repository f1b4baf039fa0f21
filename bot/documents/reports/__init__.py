"""Reports on a programme for the council, the state and the public, as XLSX, DOCX, open data and plain words."""
