"""What a page says to programs: its head, its links, the texts of its elements."""

import json

import html5lib


class Read:
    """A response, parsed as browsers parse it."""

    def __init__(self, response):
        self.html = response.content.decode()
        self.tree = html5lib.parse(self.html, namespaceHTMLElements=False)

    def all(self, name, /, **attributes):
        return [
            element
            for element in self.tree.iter(name)
            if all(value in element.get(key, "").split() for key, value in attributes.items())
        ]

    def texts(self, name, /, **attributes):
        return [" ".join("".join(e.itertext()).split()) for e in self.all(name, **attributes)]

    def link(self, rel):
        """The address of the one <link> that says `rel`."""
        (link,) = self.all("link", rel=rel)
        return link.get("href")

    def meta(self, name):
        found = [m for m in self.tree.iter("meta") if name in {m.get("name"), m.get("property")}]
        return found[0].get("content") if found else None

    def structured_data(self):
        (script,) = self.all("script", type="application/ld+json")
        return json.loads(script.text)

    def titles(self):
        """The titles of the posts that are listed."""
        return self.texts("h2", **{"class": "post-title"})


def read(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status, address
    return Read(response)
