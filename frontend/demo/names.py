"""What the people of the demo houses may be called."""


def _each_of(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FRENCH_GIVEN = _each_of(
    """
    Adèle Adrien Agathe Alexis Alice Aline Amandine Amélie Amina Anaïs Antoine Apolline Arthur Aurélie Axel Baptiste
    Bastien Benoît Bérénice Bilal Bruno Camille Capucine Carole Céline Charlotte Chloé Christelle Claire Clément
    Corentin Damien Daphné David Delphine Denis Édith Éléonore Élias Élise Élodie Émile Emma Enzo Estelle Étienne
    Eva Fanny Farid Fatima Félix Florent Gabriel Gaëlle Grégoire Guillaume Hakim Hélène Hugo Ibrahim Isabelle Jade
    Jeanne Jérôme Johanna Jules Julie Justine Khadija Laure Léon Lina Lou Louise Lucas Lucie Maëlle Malik Manon
    Margaux Marius Mathilde Maxime Mehdi Mélanie Michel Nadège Nathan Nicolas Noémie Nora Océane Olivier Pascale
    Paul Pauline Pierre Quentin Rachid Raphaël Rémi Rita Romane Sabrina Salomé Sarah Sébastien Séverine Simon Solène
    Sophie Stéphane Suzanne Théo Thomas Valentine Victor Violette Virginie Xavier Yanis Yasmine Yves
    """
)

FRENCH_FAMILY = _each_of(
    """
    Allard Aubert Bailleul Barbier Baudoin Becquet Bernard Bertin Blanchard Bocquet Bonnet Boulanger Bourgeois
    Boutin Caron Carlier Charlet Chevalier Cordier Coulon Courtois Cousin Crépin Dacheux Danjou Debruyne Decroix
    Defossez Delattre Delcourt Delmas Delporte Denis Derambure Desmet Devos Dhaene Diallo Dubois Duhamel Dumont
    Duval Faure Ferrand Fontaine Fournier Gallet Garnier Gauthier Germain Gosselin Guérin Hamon Hennion Herbaut
    Hocquet Huyghe Jacquet Joly Lagache Lambert Lanoy Leblanc Leclercq Lecomte Lefort Legrand Leroy Lesage Lesaffre
    Mahieu Marchand Marquis Masson Mercier Meunier Moreau Morel Noël Noiret Ouazzani Parent Payen Pichon Plouvier
    Pruvost Quévy Renard Richard Rolland Roussel Ruffin Sauvage Sénéchal Seynave Thibaut Vasseur Verdier Vidal
    Wallart Wattel Willems
    """
)

SCOTTISH_GIVEN = _each_of(
    """
    Ailsa Alasdair Aoife Callum Catriona Craig Duncan Effie Eilidh Ewan Fergus Fiona Fraser Gavin Graham Hamish
    Imogen Iona Isla Jamie Kenneth Kirsty Lachlan Leona Lorna Malcolm Mairi Morag Morven Murdo Nicola Niamh Omar
    Owen Priya Rory Ross Rowan Sandra Shona Skye Sorcha Stuart Tavish Wei
    """
)

SCOTTISH_FAMILY = _each_of(
    """
    Abernethy Aitken Baird Bruce Buchanan Cairns Chalmers Drummond Dunbar Elliot Farquhar Fergusson Galbraith Gordon
    Gupta Guthrie Hay Innes Irvine Johnstone Keir Khan Kinnear Lennox Lindsay Logan Macleod Macrae Menzies Moffat
    Muir Nairn Ogilvie Paterson Ramsay Rennie Sinclair Strachan Tennant Urquhart Wemyss
    """
)
