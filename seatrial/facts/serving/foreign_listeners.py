"""Which programs in other languages than Python wait for messages, of people or of a queue, or are started by people?

Their files are searched for words, and nothing is followed: whatever is found is likely.
"""

import re
from collections.abc import Iterator
from itertools import islice

from seatrial.facts import fact
from seatrial.facts.serving.foreign_signs import ForeignSign
from seatrial.facts.serving.foreign_words import Sign
from seatrial.facts.serving.further_languages import LANGUAGES
from seatrial.model import Place
from seatrial.read.line_number import line_number
from seatrial.read.regex import regex
from seatrial.repo import Repo, own_paths

_LIMIT = 300_000  #: bytes of one file
_FILES = 800  #: of one language that are searched

#: By language: what a bot or a consumer of messages is made of, or taken from.
_WAITS: dict[str, re.Pattern[str]] = {
    "JavaScript": regex(
        r"[\"'](?:@slack/bolt|discord\.js|eris|telegraf|grammy|node-telegram-bot-api|whatsapp-web\.js|botbuilder"
        r"|@whiskeysockets/baileys|@open-wa/wa-automate|matrix-bot-sdk|wechaty|@line/bot-sdk|probot"
        r"|@microsoft/teams-ai"
        r"|@microsoft/teams\.apps)[\"']|\.consumer\(\s*\{\s*groupId\b|\bchannel\.consume\(|[\"'](?:bullmq|bull"
        r"|bee-queue)[\"']"
        r"|\bmqtt\.connect(?:Async)?\(|\bnew (?:ReceiveMessageCommand|Consumer)\(|\bsubscription\.on\(\s*[\"']message"
        r"|^(?:export )?function doPost\(",  # what callers of a program of Google Apps Script reach
        re.MULTILINE,
    ),
    "Go": regex(
        r"/discordgo\"|/telebot\b|/telegram-bot-api\b|/go-telegram/bot\b|\bslack-go/slack\b|/whatsmeow\b"
        r"|/line-bot-sdk-go\b"
        r"|/kafka-go\"|/sarama\"|/confluent-kafka-go\b|/franz-go\b|/amqp091-go\"|\bstreadway/amqp\""
        r"|/paho\.mqtt\.golang\"|/asynq\""
        r"|/nats\.go\"|\bcloud\.google\.com/go/pubsub\b|/machinery\b"
    ),
    "Java": regex(
        r"@(?:RabbitListener|KafkaListener|JmsListener|SqsListener|StreamListener|Incoming|MessageDriven"
        r"|PulsarListener)\b"
        r"|\bMessageListener(?:Adapter|Container)?\b|\bDeliverCallback\b|\bKafkaConsumer<|\bDefaultConsumer\b"
        r"|\bStreamsBuilder\b"
        r"|\bextends ListenerAdapter\b|\bTelegram(?:Long|Webhook)\w*Bot\b|\bSpringLongPollingBot\b"
        r"|\bcom\.slack\.api\.bolt\b"
        r"|\bMqttCallback\b|\bdiscord4j\b|\bKord\("
    ),
    "C#": regex(
        r"\bDiscordSocketClient\b|\bTelegramBotClient\b|\b(?:Teams)?ActivityHandler\b|\bIConsumer<"
        r"|\bEventingBasicConsumer\b"
        r"|\bServiceBusProcessor\b|\[(?:ServiceBus|Queue|EventHub|Kafka|RabbitMQ|Blob)Trigger\(|\bMQTTnet\b"
    ),
    "Rust": regex(
        r"\b(?:serenity|poise|twilight_gateway|teloxide|frankenstein|slack_morphism|matrix_sdk|lapin|rumqttc"
        r"|async_nats"
        r"|apalis|async_nats)::|\brdkafka::consumer\b|\bStreamConsumer\b"
    ),
    "C++": regex(
        r"\bdpp::cluster\b|\bTgBot::Bot\b|\bRdKafka::KafkaConsumer\b|\brd_kafka_consumer_poll\b"
        r"|\bcppkafka::Consumer\b"
        r"|\bAMQP::(?:TcpChannel|Channel)\b|\bmosquitto_subscribe\b|\bmqtt::(?:async_)?client\b"
    ),
    "Ruby": regex(
        r"\bDiscordrb\b|\bTelegram::Bot\b|\bSlackRubyBot\b|\bSlack::RealTime\b|\bSidekiq::(?:Worker|Job)\b"
        r"|<\s*ApplicationJob\b"
        r"|\bKarafka\b|\bSneakers::Worker\b"
    ),
    "PHP": regex(
        r"\bTelegram\\+Bot\b|\bBotMan\\+|\bSergiX44\\+Nutgram\b|\bDiscord\\+Discord\b|\bimplements ShouldQueue\b"
    ),
    "Elixir": regex(r"\buse (?:Broadway|Oban\.Worker|Nostrum\.Consumer|ExGram\.Bot|Telegex\.\w+)\b"),
}
#: By language: where a program begins that somebody starts, and no code of others calls.
_BEGINS: dict[str, re.Pattern[str]] = {
    "JavaScript": regex(
        r"\A#!.{0,60}\bnode\b|\breadline\.createInterface\(|\bnew Command\(|\byargs\b|\bReactDOM\.(?:createRoot"
        r"|render)\("
        r"|\bcreateRoot\(|\bcreateApp\(|\bapp\.whenReady\(|\bregisterRootComponent\("
        r"|\bvscode\.commands\.registerCommand\("
        r"|\bchrome\.runtime\.onMessage\b|\bextends Plugin\b|[\"']@clack/prompts[\"']"
    ),
    "Go": regex(r"^func main\(\)", re.MULTILINE),
    "Java": regex(r"\bpublic static void main\(|^fun main\(|\bextends App\b|@QuarkusMain\b|\bComponentActivity\b"
    r"|@main\b", re.MULTILINE),
    "C#": regex(r"\bstatic (?:async )?(?:Task(?:<int>)?|void|int) Main\(|\bHost\.Create\w+\(|\bMauiProgram\b"
    r"|\bMonoBehaviour\b"),
    "Rust": regex(r"^(?:pub )?(?:async )?fn main\(", re.MULTILINE),
    "C++": regex(r"^(?:int|auto|void)\s+main\s*\(", re.MULTILINE),
    "Swift": regex(r"@main\b|\bUIApplicationDelegate\b|\bParsableCommand\b"),
    "Ruby": regex(r"\bRails\.application\b|\A#!.{0,60}\bruby\b|\bThor\b"),
    "PHP": regex(r"\bextends Command\b|\bPlugin Name:"),
    "Elixir": regex(r"\buse (?:Application|Mix\.Task)\b"),
}  # fmt: skip


@fact
def foreign_listeners(repo: Repo) -> tuple[ForeignSign, ...]:
    """Return the first words of each file by which a bot or a consumer of messages waits, by place; tests apart."""
    return tuple(_first(repo, _WAITS))


@fact
def foreign_beginnings(repo: Repo) -> tuple[ForeignSign, ...]:
    """Return the first words of each file with which a program begins that is started, by place; tests apart."""
    return tuple(_first(repo, _BEGINS))


def _first(repo: Repo, words: dict[str, re.Pattern[str]]) -> Iterator[ForeignSign]:
    for language in LANGUAGES:
        pattern = words.get(language.name)
        for path in islice(own_paths(repo, language.files.fullmatch), _FILES) if pattern else ():
            text = repo.text_or_empty(path, _LIMIT)
            found = pattern.search(text) if pattern else None
            if found:
                word = found[0].strip("\"'(< /")
                yield ForeignSign(Place(path, line_number(text, found.start())), Sign.SERVER, language.name, word)
