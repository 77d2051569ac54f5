"""Refused (lời từ chối): a rule of the domain said no. The one error a verb raises on purpose."""


class Refused(Exception):
    """Carries one Vietnamese sentence that may be shown to whoever asked; anything else raised is a bug."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
