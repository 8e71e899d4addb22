"""The standard tables of a document: from printed pieces to cells. `read` names the steps in order."""
