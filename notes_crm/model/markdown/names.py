"""The names a text gives of people and customers, who may be named by links."""


def plain_names(text: str) -> tuple[str, ...]:
    """The names in a text that is nothing but links, as `[[Team/Sam Lee|Sam]]`; else the text."""
    if "[[" in text or "](" in text:
        from notes_crm.model.markdown.inline import linked_names, only_links  # noqa: PLC0415 - most are no links

        if only_links(text):
            return linked_names(text)
    return (text,)
