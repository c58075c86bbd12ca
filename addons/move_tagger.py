"""Rasa's way into the reply tagger: an NLU component that tags a message with its moves."""

from __future__ import annotations

import inspect
import re
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from addons import quick_actions
from sparring import clauses, embedding, examples, ngrams, tagger

quick_actions.install()

COMMAND = re.compile(r"/[a-z]")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class MoveTagger(GraphComponent):
    """Tags free text with moves, as entities ``{entity: move, value, start, end, confidence}``.

    Any text that isn't a /command gets the intent ``reply``; one that looks like a command but is
    none of ours, ``unknown_command``. The customer's last words, which short
    replies are read against, come from the slot ``customer_words``.
    """

    def __init__(self, storage: ModelStorage, resource: Resource, trained: tagger.Tagger | None):
        self._storage = storage
        self._resource = resource
        self._tagger = trained

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> MoveTagger:
        return cls(model_storage, resource, None)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> MoveTagger:
        with model_storage.read_from(resource) as folder:
            trained = tagger.Tagger.load((folder / tagger.FILE_NAME).read_bytes())
        # Patterns and encoder are read when first needed: now, not at a trainee's first reply.
        trained.tag("Hello! 您好！")
        return cls(model_storage, resource, trained)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Rasa caches a trained component by its source; ours lies in these modules."""
        return "\n".join(inspect.getsource(m) for m in (clauses, embedding, examples, ngrams, tagger))

    def train(self, training_data: TrainingData) -> Resource:
        """Train on the examples of the intent ``reply``."""
        lines = [m.get(TEXT) for m in training_data.intent_examples if m.get(INTENT) == "reply"]
        self._tagger = tagger.train([examples.parse(line) for line in lines])
        with self._storage.write_to(self._resource) as folder:
            (folder / tagger.FILE_NAME).write_bytes(self._tagger.save())
        return self._resource

    def process(
        self, messages: list[Message], tracker: DialogueStateTracker | None = None
    ) -> list[Message]:
        """Set intent and moves of free text; commands were dealt with before us."""
        assert self._tagger is not None
        for message in messages:
            if message.get(INTENT, {}).get("name"):
                continue
            text = message.get(TEXT) or ""
            intent = "unknown_command" if COMMAND.match(text) else "reply"
            message.set(INTENT, {"name": intent, "confidence": 1.0}, add_to_output=True)
            if intent != "reply":
                continue
            context = tracker.get_slot("customer_words") if tracker else None
            message.set(
                ENTITIES,
                [
                    {
                        "entity": "move",
                        "value": span.move,
                        "start": span.start,
                        "end": span.end,
                        "confidence_entity": span.score,
                        "extractor": "MoveTagger",
                    }
                    for span in self._tagger.tag(text, context or "")
                ],
                add_to_output=True,
            )
        return messages
