"""A new pack: its name, languages, time zone, a role, a recipient."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from decisionsupport.authoring.scaffolds.ground import told


def pack_files(name: str, languages: Sequence[str]) -> Mapping[str, str]:
    """The file that says what holds for all the others."""
    nurse = told(languages, sv="sjuksköterska", en="registered nurse")
    staff = told(languages, sv="omsorgspersonal", en="home care staff")
    centre = told(languages, sv="Vårdcentral", en="Health centre")
    return {
        "pack.yaml": f"""\
pack: {name}
version: 0.1.0
languages: [{", ".join(languages)}]
timezone: Europe/Stockholm
roles: {{nurse: {nurse}, staff: {staff}}}
recipients: {{health_centre: {centre}}}
"""
    }
