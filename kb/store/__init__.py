"""Reading and writing what is known: the corpus, the user's library, the compiled edition."""
