"""A part of a template that is the same on every page: rendered once for each language."""

from __future__ import annotations

from django import template
from django.template.base import FilterExpression, Node, NodeList, TextNode, Variable
from django.template.defaulttags import URLNode
from django.templatetags.i18n import TranslateNode
from django.templatetags.static import StaticNode
from django.urls import get_script_prefix
from django.utils.translation import get_language

register = template.Library()


class ConstantNode(Node):
    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist
        self._rendered: dict[tuple[str | None, str], str] = {}

    def render(self, context: template.Context) -> str:
        key = get_language(), get_script_prefix()
        held = self._rendered.get(key)
        if held is None:
            held = self._rendered[key] = self.nodelist.render(context)
        return held


@register.tag
def constant(parser: template.base.Parser, token: template.base.Token) -> ConstantNode:
    """Print what stands up to "endconstant", which depends on the language alone.

    Raises TemplateSyntaxError, when the template is read, for anything in it but text, addresses
    and static files without variables, and words to be translated.
    """
    nodelist = parser.parse(("endconstant",))
    parser.delete_first_token()
    for node in nodelist:
        if not _is_constant(node):
            raise template.TemplateSyntaxError(
                f"{{% {token.contents} %}}: {node!r} may differ from page to page."
            )
    return ConstantNode(nodelist)


def _is_constant(node: Node) -> bool:
    match node:
        case TextNode():
            return True
        case URLNode():
            is_plain = not (node.args or node.kwargs or node.asvar)
            return is_plain and _is_literal(node.view_name)
        case StaticNode():
            return node.varname is None and _is_literal(node.path)
        case TranslateNode():
            named = node.message_context
            is_plain = node.asvar is None and (named is None or _is_literal(named))
            return is_plain and _is_literal(node.filter_expression)
    return False


def _is_literal(expression: FilterExpression) -> bool:
    word = expression.var
    return not expression.filters and (
        isinstance(word, str) or (isinstance(word, Variable) and word.literal is not None)
    )
