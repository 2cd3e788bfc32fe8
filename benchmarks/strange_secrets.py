"""Which kinds were kept out of the list that the rules were tuned on? They show how far the rules reach beyond it."""

from benchmarks.planted_values import HEX, UPPER, WORDS, drawn

_UUID = "-".join(drawn(f"uuid{count}{place}", count, HEX) for place, count in enumerate((8, 4, 4, 4, 12)))

#: Tokens of providers of kingfisher's rule list, by provider.
STRANGE = {
    "Supabase": "sbp" + "_" + drawn("a", 40, HEX),
    "PlanetScale": "pscale" + "_tkn_" + drawn("b", 43),
    "Pulumi": "pul" + "-" + drawn("c", 40, HEX),
    "Dropbox": "sl" + "." + drawn("d", 140),
    "HubSpot": "pat" + "-na1-" + _UUID,
    "Netlify": "nfp" + "_" + drawn("f", 36),
    "SonarQube": "sqp" + "_" + drawn("g", 40, HEX),
    "Buildkite": "bkua" + "_" + drawn("h", 40, HEX),
    "Dynatrace": "dt0c01" + "." + drawn("i", 24, UPPER) + "." + drawn("j", 64, UPPER),
    "Contentful": "CFPAT" + "-" + drawn("k", 43, WORDS[:-1]),
    "CircleCI": "CCIPAT" + "_" + drawn("l", 22) + "_" + drawn("m", 40, HEX),
    "Prefect": "pnu" + "_" + drawn("n", 36),
    "Cargo": "cio" + drawn("o", 32),
    "Clojars": "CLOJARS" + "_" + drawn("p", 60, HEX),
    "EasyPost": "EZ" + "AK" + drawn("q", 54),
    "Duffel": "duffel" + "_live_" + drawn("r", 43),
    "Typeform": "tfp" + "_" + drawn("s", 59),
    "Cloudflare": "v1.0" + "-" + drawn("u", 24, HEX) + "-" + drawn("v", 146, HEX),
    "GitLab runner": "glrt" + "-" + drawn("w", 20),
    "Heroku": "HRKU" + "-AA" + drawn("y", 58),
    "Fly.io": "fo1" + "_" + drawn("B", 43),
    "Infracost": "ico" + "-" + drawn("C", 32),
    "ReadMe": "rdme" + "_" + drawn("D", 70, HEX),
    "Shippo": "shippo" + "_live_" + drawn("F", 40, HEX),
    "Brevo": "xkeysib" + "-" + drawn("G", 64, HEX) + "-" + drawn("H", 16),
}
