"""The names a text gives of people and customers, who may be named by links; and the way back."""


def plain_names(text: str) -> tuple[str, ...]:
    """The names in a text that is nothing but links, as `[[Team/Sam Lee|Sam]]`; else the text."""
    if "[[" in text or "](" in text:
        from notes_crm.model.markdown.inline import linked_names, only_links  # noqa: PLC0415 - most are no links

        if only_links(text):
            return linked_names(text)
    return (text,)


def link_to(name: str) -> str:
    """A name as a link, or as it is where a link would name another: `A [B]`, `C# Shop`."""
    target = name.partition("|")[0].strip()
    link = f"[[{name}]]"
    return link if plain_names(link) == (target,) else name
