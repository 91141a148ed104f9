"""What a pronoun stands for."""
