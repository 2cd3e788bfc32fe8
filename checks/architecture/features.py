"""Do training and predictions work out features with the same code?"""

from seatrial.api import Component, Effort, Evidence, Found, Grade, Graded, Severity, Stage, architecture, as_evidence
from seatrial.facts.serving.batch import jobs_of
from seatrial.facts.serving.serving import served
from seatrial.facts.signs import trainings
from seatrial.facts.training.features.feature_code import predicting_steps, training_steps
from seatrial.facts.training.features.feature_parity import kept_the_same, loose_objects, parity_tests, skews
from seatrial.facts.training.main_training import main_training

LOOKED_FOR = (
    "functions that training and serving both import, a Pipeline or ColumnTransformer stored with the model, layers "
    "that prepare, feature stores, tokenizers of the same checkpoint; against these: copies of functions, "
    "fit_transform and get_dummies on the way of a prediction; a test that compares both sides"
)

_TIED = "where the preparation is loaded as a file beside the model"


@architecture.practice(
    "ARC-11",
    question="Do training and serving compute features with the same code?",
    severity=Severity.HIGH,
    effort=Effort.MEDIUM,
    stage=Stage.CANDIDATE,
    parent="ARC-01",
    why="A feature that is worked out a little differently for a prediction makes the model wrong without any error.",
    fix_when={
        _TIED: (
            "Let {train:the training code} store preparation and model as one: a Pipeline, or one versioned folder.",
            "Let {skew:the service} load both by that one name, and refuse to start when one of them is missing.",
            "Test that rows of the training set come out the same on both ways.",
        ),
    },
    fix=(
        "Store the preparation with the model in {train:the training}: one sklearn Pipeline, or layers of the network.",
        "Where that cannot be, let {skew:what predicts} import the function that training uses, and delete its own.",
        "Test that rows of the training set come out the same on both ways.",
    ),
    references=("MTS-Mon3", "MTS-Data7", "ML08", "GMLP 6"),
    raised_by=("finance", "retail"),
)
def train_serve_feature_parity(component: Component) -> Graded:
    if not trainings(component):
        return Graded.not_applicable("no model is trained here: each brings its own preparation")
    if not served(component) and not jobs_of(component):
        return Graded.not_applicable("nothing here predicts after the training")
    learned, asked = training_steps(component), predicting_steps(component)
    wrong, same, loose = skews(component), kept_the_same(component), loose_objects(component)
    if not (wrong or same or loose or learned or asked):
        return Graded.not_applicable("neither training nor the predictions prepare features")
    train = main_training(component) or next(iter(learned), None) or trainings(component)[0]
    prepared = [as_evidence(step) for step in (*learned[:3], *asked[:3])]
    if wrong:
        graded = Graded.absent((*wrong[:6], *same[:2]), LOOKED_FOR)
    else:
        graded = Graded.best(
            (Grade.IN_USE, parity_tests(component)[:5] if same else ()),
            (Grade.SUBSTANTIVE, same[:6]),
            (Grade.PRESENT, loose[:6] or prepared),
            looked_for=LOOKED_FOR,
            message="" if same else _apart(loose, by_training=learned, by_serving=asked),
        )
    other = next((item.place for item in (*wrong, *loose)), next((step.place for step in asked), None))
    return graded.naming(train=train, skew=other).in_case(_TIED if loose and not wrong else "")


def _apart(loose: tuple[Evidence, ...], *, by_training: Found, by_serving: Found) -> str:
    if loose:
        return "the preparation is loaded as a file of its own, which nothing ties to the model"
    if by_training and by_serving:
        return "training and the predictions prepare features each by code of its own"
    if by_training:
        return "training prepares features, and nothing shows that the predictions do the same"
    return "the predictions prepare features, and nothing shows that training did the same"
