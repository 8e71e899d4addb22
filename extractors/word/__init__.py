"""WordprocessingML (ECMA-376): what a Word document prints, run by run and cell by cell."""
