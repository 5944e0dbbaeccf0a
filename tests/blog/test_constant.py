import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.urls import clear_script_prefix, set_script_prefix
from django.utils import translation

LOADS = "{% load constant i18n static %}"
ALLOWED = """{% constant %}<a href="{% url 'blog:home' %}" title="{% translate 'Archive' %}">
{% translate "by" context "author of a post" %}</a>{% static 'blog/theme.css' %}{% endconstant %}"""


def test_it_prints_what_stands_in_it():
    bare = ALLOWED.replace("{% constant %}", "").replace("{% endconstant %}", "")
    template = Template(LOADS + ALLOWED)
    wanted = Template(LOADS + bare).render(Context())
    assert [template.render(Context()) for _ in range(2)] == [wanted] * 2


def test_each_language_has_its_own():
    template = Template(LOADS + "{% constant %}{% translate 'Saturday' %}{% endconstant %}")
    found = []
    for language in ("en", "de", "en"):
        with translation.override(language):
            found.append(template.render(Context()))
    assert found == ["Saturday", "Samstag", "Saturday"]


def test_it_follows_where_the_site_stands():
    template = Template(LOADS + "{% constant %}{% url 'blog:archive' %}{% endconstant %}")
    before = template.render(Context())
    set_script_prefix("/blog/")
    try:
        assert (before, template.render(Context())) == ("/archive/", "/blog/archive/")
    finally:
        clear_script_prefix()


@pytest.mark.parametrize(
    "inner",
    [
        "{{ post }}",
        "{% if post %}x{% endif %}",
        "{% url 'blog:tag' slug=tag %}",
        "{% url name %}",
        "{% url 'blog:home' as here %}",
        "{% static name %}",
        "{% translate name %}",
        "{% translate 'x'|default:name %}",
        "{% translate 'x' as y %}",
        "{% blocktranslate %}{{ post }}{% endblocktranslate %}",
        "{% include 'x.html' %}",
    ],
)
def test_what_may_differ_from_page_to_page_is_refused(inner):
    with pytest.raises(TemplateSyntaxError, match="may differ"):
        Template(f"{LOADS}{{% constant %}}{inner}{{% endconstant %}}")
