"""What Google's client libraries read first: where the Perspective API's methods are on this server.

Source: Google API Discovery Service, "Discovery Document". Google's own describes its own server, and ends with it.
"""

from __future__ import annotations

from typing import Any

METHODS = {
    "analyze": ("AnalyzeCommentRequest", "AnalyzeCommentResponse", "Tell how probable it is that a comment is spam."),
    "suggestscore": ("SuggestCommentScoreRequest", "SuggestCommentScoreResponse", "Take a person's label."),
}
"""Name, request, response, description; the path is `v1alpha1/comments:` and the name."""


def discovery(public_url: str) -> dict[str, Any]:
    """Return the document for a server; `public_url` has no final slash."""
    return {
        "kind": "discovery#restDescription",
        "discoveryVersion": "v1",
        "id": "commentanalyzer:v1alpha1",
        "name": "commentanalyzer",
        "version": "v1alpha1",
        "title": "Chaffinch, in the form of the Perspective Comment Analyzer API",
        "description": "One attribute: SPAM.",
        "protocol": "rest",
        "rootUrl": f"{public_url}/",
        "baseUrl": f"{public_url}/",
        "basePath": "",
        "servicePath": "",
        "parameters": {
            "key": {"type": "string", "location": "query", "description": "The key of a site."},
            "alt": {"type": "string", "location": "query", "description": "The form of the answer.", "default": "json"},
        },
        "schemas": {name: _anything(name) for method in METHODS.values() for name in method[:2]},
        "resources": {"comments": {"methods": {name: _method(name) for name in METHODS}}},
    }


def _method(name: str) -> dict[str, Any]:
    request, response, description = METHODS[name]
    return {
        "id": f"commentanalyzer.comments.{name}",
        "path": f"v1alpha1/comments:{name}",
        "flatPath": f"v1alpha1/comments:{name}",
        "httpMethod": "POST",
        "description": description,
        "parameters": {},
        "parameterOrder": [],
        "request": {"$ref": request},
        "response": {"$ref": response},
    }


def _anything(name: str) -> dict[str, Any]:
    # The libraries hand an object on as it is; the fields are documented once, in docs/clients.md.
    return {"id": name, "type": "object", "properties": {}}
