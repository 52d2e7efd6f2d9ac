"""An outcome as a page of text: what people read on a terminal."""
