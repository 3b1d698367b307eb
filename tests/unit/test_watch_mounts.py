"""Which file system a vault lies on, from lines as the kernel writes them."""

from pathlib import Path

import pytest

from notes_crm.watch.mounts import is_silent, kinds

LINES = r"""
22 1 252:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
23 22 0:21 / /proc rw - proc proc rw
40 22 0:50 / /home/sam/Vault rw,relatime shared:9 - cifs //srv/notes rw,vers=3.1.1
41 22 0:51 / /home/sam/Two\040Words rw - nfs4 srv:/notes rw
42 22 0:52 / /home/sam/Local/Customers/Far rw - fuse.sshfs sam@srv:/far rw
43 22 0:53 / /home/sam/Later rw - nfs srv:/a rw
44 43 252:1 / /home/sam/Later rw - btrfs /dev/vdb rw
broken line
""".strip().splitlines()


@pytest.mark.parametrize(
    ("root", "found"),
    [
        ("/srv/Vault", ["ext4"]),
        ("/home/sam/Vault", ["cifs"]),
        ("/home/sam/Vault/Customers", ["cifs"]),
        ("/home/sam/Vault 2", ["ext4"]),
        ("/home/sam/Two Words", ["nfs4"]),
        ("/home/sam/Local", ["ext4", "fuse.sshfs"]),
        ("/home/sam/Later", ["btrfs"]),
    ],
)
def test_the_nearest_mount_holds_the_vault_and_those_below_count_too(root, found):
    assert kinds(Path(root), LINES) == found


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "9p", "fuse.sshfs", "fuse.rclone", "virtiofs"])
def test_what_others_change_unseen_is_polled(kind):
    assert is_silent(kind)


@pytest.mark.parametrize(
    "kind", ["ext4", "btrfs", "tmpfs", "fuse.gocryptfs", "fuseblk", "overlay", ""]
)
def test_local_disks_tell_of_changes(kind):
    assert not is_silent(kind)
