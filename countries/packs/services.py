"""The kinds of service the cooperative sells, as far as VAT tells them apart, in the languages of the network."""

from countries.contract import Text

SERVICES: tuple[tuple[str, Text], ...] = tuple(
    (code, dict(zip(("en", "fr", "nl", "de", "es", "it", "sv"), names, strict=True)))
    for code, names in {
        "general": (
            "Other service",
            "Autre service",
            "Andere dienst",
            "Andere Leistung",
            "Otro servicio",
            "Altro servizio",
            "Annan tjänst",
        ),
        "performance": (
            "Stage performance",
            "Prestation scénique",
            "Podiumoptreden",
            "Bühnenauftritt",
            "Actuación",
            "Esibizione",
            "Scenframträdande",
        ),
        "show_sale": (
            "Sale of a show",
            "Cession de spectacle",
            "Verkoop van een voorstelling",
            "Verkauf einer Aufführung",
            "Venta de un espectáculo",
            "Cessione di spettacolo",
            "Försäljning av föreställning",
        ),
        "copyright": (
            "Copyright licence",
            "Cession de droits d'auteur",
            "Overdracht van auteursrechten",
            "Einräumung von Nutzungsrechten",
            "Cesión de derechos de autor",
            "Cessione di diritti d'autore",
            "Upplåtelse av upphovsrätt",
        ),
        "teaching": (
            "Teaching, workshop",
            "Enseignement, atelier",
            "Les, workshop",
            "Unterricht, Workshop",
            "Enseñanza, taller",
            "Insegnamento, laboratorio",
            "Undervisning, workshop",
        ),
        "design": (
            "Design, images, text",
            "Graphisme, images, texte",
            "Ontwerp, beeld, tekst",
            "Gestaltung, Bild, Text",
            "Diseño, imagen, texto",
            "Grafica, immagini, testo",
            "Form, bild, text",
        ),
        "technique": (
            "Stage or sound technique",
            "Technique de scène ou de son",
            "Podium- of geluidstechniek",
            "Bühnen- oder Tontechnik",
            "Técnica de escena o sonido",
            "Tecnica di scena o suono",
            "Scen- eller ljudteknik",
        ),
        "admission": (
            "Admission to an event",
            "Droit d'entrée",
            "Toegang tot een evenement",
            "Eintritt",
            "Entrada a un evento",
            "Ingresso a un evento",
            "Inträde",
        ),
        "digital": (
            "Digital service to consumers",
            "Service numérique",
            "Digitale dienst",
            "Digitale Leistung",
            "Servicio digital",
            "Servizio digitale",
            "Digital tjänst",
        ),
        "goods": ("Goods", "Biens", "Goederen", "Waren", "Bienes", "Beni", "Varor"),
    }.items()
)
