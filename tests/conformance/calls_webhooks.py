"""The calls about webhooks, for the journey through the native API."""

PATCH = "application/merge-patch+json"


def webhooks(call):
    """The calls about webhooks. Nothing is sent, because the webhook is disabled."""
    hook = call(201, "POST", "/v1/webhooks", {"name": "Described", "description": "x", "url": "https://hook.example/x",
                                              "below": 2, "doors": ["native"], "actions": ["amend"],
                                              "fields": ["name"], "include": ["name"], "enabled": False})
    here = f"/v1/webhooks/{hook['id']}"
    call(200, "POST", "/v1/webhooks?dry_run=true", {"name": "Rehearsed", "url": "https://hook.example/x"})
    call(422, "POST", "/v1/webhooks", {"name": "", "url": "ftp://hook.example/", "actions": ["none"]}, good=False)
    call(200, "GET", "/v1/webhooks?limit=1")
    call(200, "GET", here)
    call(200, "PATCH", here, {"description": "y"}, PATCH)
    call(200, "POST", f"{here}/rotate", {"keep_old_s": 60})
    call(422, "POST", f"{here}/rotate", {"keep_old_s": -1}, good=False)
    call(200, "POST", f"{here}/test?dry_run=true")
    call(200, "GET", f"{here}/deliveries?limit=1")
    for what in ({"failed": True}, {"from": "2026-01-31T12:00:00Z"}):
        call(200, "POST", f"{here}/replay", what)
    call(422, "POST", f"{here}/replay", {"delivery": 1})
    call(422, "POST", f"{here}/replay", {"failed": True, "delivery": 1}, good=False)
    call(200, "GET", f"{here}/history")
    call(200, "DELETE", here)
    call(404, "GET", here)
