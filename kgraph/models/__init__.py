"""The shipped weights; `MODEL_CARD.md` says what they were trained on, `training/` how."""
