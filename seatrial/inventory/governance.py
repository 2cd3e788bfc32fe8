"""Inventory: governance."""

from seatrial.facts.business.worked_out import business_figures
from seatrial.facts.documents.card_topics import Topic
from seatrial.facts.documents.cards import Card, model_cards
from seatrial.facts.documents.documents import document_templates, unread_documents
from seatrial.facts.documents.runbooks import guides
from seatrial.facts.documents.written_business import business_statements
from seatrial.facts.documents.written_targets import written_targets
from seatrial.facts.project.cost_code import cost_computations
from seatrial.facts.project.licences import licence_files, root_licences
from seatrial.facts.project.people import owners
from seatrial.inventory.row import Item, row
from seatrial.model import Evidence, Evident
from seatrial.repo import Repo


@row("licence file at the root of the repository")
def licence_file(repo: Repo) -> Item:
    elsewhere = licence_files(repo)
    near = f"only parts have a licence: {elsewhere[0].path}" if elsewhere else "no licence file"
    return Item.of(root_licences(repo), otherwise=near)


@row("code owners or maintainers file, or a named person or team with a role or a contact")
def codeowners_or_named_owner(repo: Repo) -> Item:
    found = owners(repo)
    real = [owner for owner in found if not owner.placeholder]
    near = f"{found[0].path}:{found[0].line} names nobody that can be reached" if found else "nobody is named"
    return Item.of(real, otherwise=near)


@row("document with intended use, data or metrics, and limits of the model")
def model_card_or_equivalent(repo: Repo) -> Item:
    cards = model_cards(repo)
    templates = [place for place in document_templates(repo) if "card" in place.path.lower()]
    near = f"{cards[0].path} answers too little" if cards else "no card of a model"
    if not cards and templates:
        near = f"{templates[0].path} is a template"
    return Item.of([card for card in cards if _describes(card)], otherwise=near)


@row("cost, business figure, or service level target that is documented or computed")
def cost_or_kpi_documented(repo: Repo) -> Item:
    settings = repo.settings
    declared = [key for key in ("kpi", "slo", "decision") if getattr(settings, key)]
    found = [Evidence(settings.place(key), f"declares {key}") for key in declared]
    stated: list[Evidence | Evident] = [
        *found,
        *business_statements(repo),
        *written_targets(repo),
        *cost_computations(repo),
        *business_figures(repo),
    ]
    return Item.of(stated, otherwise="no such number is stated or worked out")


@row("runbook, or rollback procedure that is documented or can be run")
def runbook_or_rollback_doc(repo: Repo) -> Item:
    found = guides(repo)
    unread = [item for item in unread_documents(repo) if "runbook" in item.path.lower()]
    if not found and unread:
        return Item.unknown(str(unread[0]))
    return Item.of(found, otherwise="no document or script tells what to do when the running system fails")


def _describes(card: Card) -> bool:
    topics = set(card.topics)
    return {Topic.INTENDED_USE, Topic.LIMITS} <= topics and bool(topics & {Topic.DATA, Topic.EVALUATION})
