"""What a page of the admin answered."""


def errors(response):
    """The errors of the form that is shown again, by the names of their fields."""
    assert response.status_code == 200
    return response.context["adminform"].form.errors


def messages(response):
    return [str(message) for message in response.context["messages"]]


def bulk(client, url, action, rows, **more):
    """Choose `rows` in the list at `url` and do `action` with them."""
    chosen = [row.pk for row in rows]
    return client.post(url, {"action": action, "_selected_action": chosen} | more, follow=True)


def shown(client, url, **query):
    """The rows that the list at `url` shows."""
    return list(client.get(url, query).context["cl"].queryset)
