"""For programs that move from Langfuse's SDK: see `martlet.langfuse.openai`."""
